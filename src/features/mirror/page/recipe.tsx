import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { regionQuery } from '#api/images.ts'
import { upstreamsOf } from '#features/mirror/rules/choice.ts'
import {
  CRON,
  installScript,
  mirrorCommands,
  PACK,
  SCRIPT,
  SYSTEMD,
  unpack,
  variables,
  type MirrorSource,
} from '#features/mirror/rules/commands.ts'
import { keyringCommands } from '#features/mirror/rules/keyring.ts'
import type { MirrorSettings } from '#features/mirror/rules/settings.ts'
import { apacheCommands, isHttps, nginxCommands } from '#features/mirror/rules/web-server.ts'
import { CopyBlock } from './copy-block.tsx'

type Props = { source: MirrorSource; settings: MirrorSettings; keyringIsData: boolean }

/** All commands and files of a mirror, in the order in which they are used. */
export function Recipe({ source, settings, keyringIsData }: Props) {
  const { carried } = settings
  return (
    <section className="recipe" aria-labelledby="recipe">
      <h2 className="p-heading--4" id="recipe">
        Recipe
      </h2>
      <p>
        {carried
          ? 'Run the first steps on a machine with internet access (Ubuntu), and the others on the mirror.'
          : 'Run these commands on the machine of the mirror (Ubuntu).'}
      </p>
      <Step title="Install sstream-mirror">
        <CopyBlock name="the command to install sstream-mirror" text="sudo apt install simplestreams" />
      </Step>
      {keyringIsData && <SaveKeyring url={source.url} path={settings.keyring} />}
      <Step title="Set the variables">
        <p>The next commands use them in the same shell. The keyring verifies the lists of the source.</p>
        <CopyBlock name="the variables" text={variables(source, settings)} />
      </Step>
      <Step title="Preview">
        <p>
          <code>--dry-run</code> lists each file and downloads nothing.
        </p>
        <CopyBlock
          name="the commands to preview"
          text={mirrorCommands(source, settings, { dryRun: true, progress: false })}
        />
      </Step>
      <Step title="Download the images and the bootloaders">
        <CopyBlock name="the commands to download" text={mirrorCommands(source, settings)} />
      </Step>
      {carried ? <Carry settings={settings} /> : <Update source={source} settings={settings} />}
      <Step title="Serve the mirror">
        {isHttps(settings) && (
          <p>First put the certificate and its key into the files that the configuration names.</p>
        )}
        <p>With nginx:</p>
        <CopyBlock name="the configuration of nginx" text={nginxCommands(settings)} />
        <p>Or with Apache:</p>
        <CopyBlock name="the configuration of Apache" text={apacheCommands(settings)} />
      </Step>
      <Step title="Use the mirror as the boot source of MAAS">
        <p>Check the mirror below first. MAAS needs this URL, and the keyring of the source.</p>
        <CopyBlock name="the URL of the boot source" text={settings.url} />
      </Step>
    </section>
  )
}

const Step = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="recipe__step">
    <h3 className="p-heading--5">{title}</h3>
    {children}
  </div>
)

/** The data comes from the region's answer, because the recipe contains only that there is some. */
function SaveKeyring({ url, path }: { url: string; path: string }) {
  const { data: region } = useQuery(regionQuery())
  const upstream = upstreamsOf(region?.sources ?? []).find((one) => one.url === url)
  if (!upstream?.keyring_data) return null
  return (
    <Step title="Save the keyring">
      <p>MAAS keeps the keyring of this source as data. These commands write it to {path}.</p>
      <CopyBlock
        name="the commands to save the keyring"
        text={keyringCommands(path, upstream.keyring_data)}
      />
    </Step>
  )
}

const Carry = ({ settings }: Pick<Props, 'settings'>) => (
  <>
    <Step title="Pack the mirror">
      <p>In the same shell. Then carry the archive and its checksum to the mirror.</p>
      <CopyBlock name="the commands to pack" text={PACK} />
    </Step>
    <Step title="Unpack the archive on the mirror">
      <p>
        For an update, repeat the download, and pack, carry and unpack the archive again. Unpacking adds and
        replaces files; older versions stay until you remove them.
      </p>
      <CopyBlock name="the commands to unpack" text={unpack(settings)} />
    </Step>
  </>
)

const Update = ({ source, settings }: Omit<Props, 'keyringIsData'>) => (
  <Step title="Update the mirror every day">
    <p>
      This script downloads new versions and removes those beyond the number to keep. MAAS imports new
      versions at its next automatic sync, or when you start an import. Install the script again after you
      change the selection. Images that you no longer mirror stay on disk.
    </p>
    <CopyBlock name="the script" text={installScript(source, settings)} />
    <p>Run {SCRIPT} every day with cron, or with a systemd timer, not with both:</p>
    <CopyBlock name="the entry for cron" text={CRON} />
    <CopyBlock name="the systemd timer" text={SYSTEMD} />
  </Step>
)
