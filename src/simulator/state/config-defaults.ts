/* The values of a new MAAS. Those that concern images were recorded from 3.5.13, the others are read from its code. */

const BOOLEANS: Readonly<Record<string, boolean>> = {
  boot_images_auto_import: true,
  boot_images_no_proxy: false,
  enable_http_proxy: true,
  use_peer_proxy: false,
  prefer_v4_proxy: false,
  use_rack_proxy: true,
  allow_only_trusted_transfers: false,
  ntp_external_only: false,
  enable_third_party_drivers: true,
  enable_disk_erasing_on_release: false,
  disk_erase_with_secure_erase: true,
  disk_erase_with_quick_erase: false,
  curtin_verbose: true,
  force_v1_network_yaml: false,
  enable_analytics: true,
  // the embedded region has been set up
  completed_intro: true,
  release_notifications: true,
  prometheus_enabled: false,
  promtail_enabled: false,
  enlist_commissioning: true,
  tls_cert_expiration_notification_enabled: false,
  auto_vlan_creation: true,
}

const NUMBERS: Readonly<Record<string, number>> = {
  default_dns_ttl: 30,
  maas_proxy_port: 8000,
  maas_syslog_port: 5247,
  active_discovery_interval: 10_800,
  max_node_commissioning_results: 10,
  max_node_testing_results: 10,
  max_node_installation_results: 3,
  max_node_release_results: 3,
  subnet_ip_exhaustion_threshold_count: 16,
  node_timeout: 30,
  prometheus_push_interval: 60,
  promtail_port: 5238,
  tls_cert_expiration_notification_interval: 30,
  session_length: 1_209_600,
}

const TEXTS: Readonly<Record<string, string>> = {
  maas_name: 'embedded',
  theme: '',
  default_osystem: 'ubuntu',
  default_min_hwe_kernel: '',
  default_storage_layout: 'flat',
  dnssec_validation: 'auto',
  network_discovery: 'enabled',
  maas_internal_domain: 'maas-internal',
  ntp_servers: 'ntp.ubuntu.com',
  maas_auto_ipmi_user: 'maas',
  maas_auto_ipmi_user_privilege_level: 'ADMIN',
  maas_auto_ipmi_k_g_bmc_key: '',
  maas_auto_ipmi_cipher_suite_id: '3',
  vcenter_server: '',
  vcenter_username: '',
  vcenter_password: '',
  vcenter_datacenter: '',
  hardware_sync_interval: '15m',
  // MAAS answers for these two, although it does not list them among its settings
  main_archive: 'http://archive.ubuntu.com/ubuntu',
  ports_archive: 'http://ports.ubuntu.com/ubuntu-ports',
}

/** The settings of a new MAAS; every other one is null. `release`: for commissioning and deployment. */
export const freshConfig = (release: string) =>
  new Map<string, unknown>([
    ...Object.entries(BOOLEANS),
    ...Object.entries(NUMBERS),
    ...Object.entries(TEXTS),
    ['commissioning_distro_series', release],
    ['default_distro_series', release],
  ])
