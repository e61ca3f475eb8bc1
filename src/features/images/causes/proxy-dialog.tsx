import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '#api/client.ts'
import { changeProxySwitch, imageProxyQuery, type ImageProxy } from '#api/image-proxy.ts'
import type { ProxySwitch } from '#contract/maas.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { CheckboxOption } from '#ui/checkbox-option.tsx'
import { proxied } from './causes.ts'

type Props = {
  version: string
  /** Why nothing can be changed; null: changes are possible. */
  readOnlyReason: string | null
  onClose: () => void
}

/** The proxy settings of MAAS that apply to images, with their switches. */
export function ProxyDialog({ version, readOnlyReason, onClose }: Props) {
  const proxy = useQuery(imageProxyQuery())
  return (
    <Modal
      title="Proxy for images"
      description="MAAS can download images through an HTTP proxy."
      onClose={onClose}
      actions={<BusyButton onClick={onClose}>Close</BusyButton>}
    >
      {proxy.isPending && <p role="status">Reading the settings…</p>}
      {proxy.error && (
        <Notice
          tone="negative"
          title="Could not read the settings"
          actions={
            <BusyButton busy={proxy.isFetching} onClick={() => void proxy.refetch()}>
              Try again
            </BusyButton>
          }
        >
          {messageOf(proxy.error)}
        </Notice>
      )}
      {proxy.data && <p role="status">{routeText(proxy.data, version)}</p>}
      {readOnlyReason !== null && <p>{readOnlyReason}</p>}
      {proxy.data && readOnlyReason === null && <Switches proxy={proxy.data} version={version} />}
    </Modal>
  )
}

function routeText(proxy: ImageProxy, version: string): string {
  if (proxy.url === '')
    return 'MAAS downloads images without a proxy: its settings name none. Set one in MAAS under Settings, Network, Proxy.'
  const use = proxied(proxy, version)
  if (use === 'files')
    return `MAAS reads boot sources without the proxy, but downloads the files of images through it: ${proxy.url}`
  return use === 'all'
    ? `MAAS downloads images through the proxy ${proxy.url}`
    : `MAAS downloads images without the proxy ${proxy.url}`
}

const LABELS: Readonly<Record<ProxySwitch, string>> = {
  enable_http_proxy: 'Use an HTTP proxy',
  boot_images_no_proxy: 'Connect to boot sources without the proxy',
}

function Switches({ proxy, version }: { proxy: ImageProxy; version: string }) {
  const change = useMutation(changeProxySwitch(useQueryClient()))
  const { variables } = change
  const shown = (name: ProxySwitch, standing: boolean) =>
    change.isPending && variables?.name === name ? variables.value : standing
  const turn = (name: ProxySwitch) => (value: boolean) => {
    if (!change.isPending) change.mutate({ name, value })
  }
  return (
    <>
      <CheckboxOption
        label={LABELS.enable_http_proxy}
        hint="This setting also applies to machines: they install packages through the proxy of MAAS."
        checked={shown('enable_http_proxy', proxy.enabled)}
        onChange={turn('enable_http_proxy')}
      />
      <CheckboxOption
        label={LABELS.boot_images_no_proxy}
        hint={`For sources in your own network.${
          capabilitiesOf(version).proxiesFiles
            ? ` MAAS ${version} downloads the files of images through the proxy nevertheless (Launchpad bug 2130037). MAAS 3.5.9, 3.6.3 and 3.7 do not.`
            : ''
        }`}
        checked={shown('boot_images_no_proxy', proxy.skipsSources)}
        onChange={turn('boot_images_no_proxy')}
      />
      <p>Changes are saved immediately, and apply to the next import.</p>
      {change.isSuccess && variables && (
        <p role="status">
          Saved: “{LABELS[variables.name]}” is {variables.value ? 'on' : 'off'}.{' '}
          <BusyButton onClick={() => turn(variables.name)(!variables.value)}>Undo</BusyButton>
        </p>
      )}
      {change.error && <p role="alert">Could not change the setting. {messageOf(change.error)}</p>}
    </>
  )
}
