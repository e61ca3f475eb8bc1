import type { ReactNode } from 'react'
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
import type { MirrorSettings } from '#features/mirror/rules/settings.ts'
import { apacheSnippet, nginxSnippet } from '#features/mirror/rules/web-server.ts'
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
      <Step title="Set the variables">
        <p>
          The next commands use them in the same shell. The keyring verifies the lists of the source.
          {keyringIsData && ` MAAS keeps this keyring as data: save it as ${settings.keyring} first.`}
        </p>
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
      <Step title="Serve it">
        <p>With nginx, as a file in /etc/nginx/conf.d:</p>
        <CopyBlock name="the configuration of nginx" text={nginxSnippet(settings)} />
        <p>Or with Apache, as a file in /etc/apache2/conf-enabled:</p>
        <CopyBlock name="the configuration of Apache" text={apacheSnippet(settings)} />
      </Step>
      <Step title="Use it as the boot source of MAAS">
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

const Carry = ({ settings }: Pick<Props, 'settings'>) => (
  <>
    <Step title="Pack it">
      <p>In the same shell. Then carry the archive and its checksum to the mirror.</p>
      <CopyBlock name="the commands to pack" text={PACK} />
    </Step>
    <Step title="Unpack it on the mirror">
      <p>
        For an update, download, pack, carry and unpack again. Unpacking adds and replaces files; older
        versions stay until you remove them.
      </p>
      <CopyBlock name="the commands to unpack" text={unpack(settings)} />
    </Step>
  </>
)

const Update = ({ source, settings }: Omit<Props, 'keyringIsData'>) => (
  <Step title="Update it every day">
    <p>
      This script downloads new versions and removes those beyond the number to keep. MAAS imports them at its
      next sync.
    </p>
    <CopyBlock name="the script" text={installScript(source, settings)} />
    <p>Run {SCRIPT} every day with cron, or with a systemd timer, not with both:</p>
    <CopyBlock name="the entry for cron" text={CRON} />
    <CopyBlock name="the systemd timer" text={SYSTEMD} />
  </Step>
)
