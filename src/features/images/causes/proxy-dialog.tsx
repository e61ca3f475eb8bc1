import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '#api/client.ts'
import { changeProxySwitch, imageProxyQuery, type ImageProxy } from '#api/image-proxy.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { TickOption } from '#ui/tick-option.tsx'
import { usesProxy } from './causes.ts'

type Props = {
  /** Why nothing can be changed; null: changes are possible. */
  readOnlyReason: string | null
  onClose: () => void
}

/** The proxy settings of MAAS that apply to images, with their switches. */
export function ProxyDialog({ readOnlyReason, onClose }: Props) {
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
      {proxy.data && <p role="status">{routeText(proxy.data)}</p>}
      {readOnlyReason !== null && <p>{readOnlyReason}</p>}
      {proxy.data && readOnlyReason === null && <Switches proxy={proxy.data} />}
    </Modal>
  )
}

function routeText(proxy: ImageProxy): string {
  if (proxy.url === '')
    return 'MAAS downloads images without a proxy: its settings name none. Set one in MAAS under Settings, Network, Proxy.'
  return usesProxy(proxy)
    ? `MAAS downloads images through the proxy ${proxy.url}`
    : `MAAS downloads images without the proxy ${proxy.url}`
}

function Switches({ proxy }: { proxy: ImageProxy }) {
  const change = useMutation(changeProxySwitch(useQueryClient()))
  const shown = (name: 'enable_http_proxy' | 'boot_images_no_proxy', standing: boolean) =>
    change.isPending && change.variables.name === name ? change.variables.value : standing
  const turn = (name: 'enable_http_proxy' | 'boot_images_no_proxy') => (value: boolean) => {
    if (!change.isPending) change.mutate({ name, value })
  }
  return (
    <>
      <TickOption
        label="Use an HTTP proxy"
        hint="This setting also applies to machines: they install packages through the proxy of MAAS."
        checked={shown('enable_http_proxy', proxy.enabled)}
        onChange={turn('enable_http_proxy')}
      />
      <TickOption
        label="Connect to boot sources without the proxy"
        hint="For sources in your own network. Releases of MAAS from before October 2025 may ignore this setting (Launchpad bug 2002111)."
        checked={shown('boot_images_no_proxy', proxy.skipsSources)}
        onChange={turn('boot_images_no_proxy')}
      />
      <p>Changes are saved immediately, and apply to the next import.</p>
      {change.error && <p role="alert">Could not change the setting. {messageOf(change.error)}</p>}
    </>
  )
}
