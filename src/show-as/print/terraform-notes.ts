import { releaseName } from '#selections/keys.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { SourceThen } from '#show-as/rules/end-state.ts'
import type { Plan } from '#show-as/rules/model.ts'

/** The architectures that the provider accepts (its documentation of maas_boot_source_selection). */
const ACCEPTED = ['amd64', 'arm64', 'armhf', 'i386', 'ppc64el', 's390x']

/** What Terraform's provider cannot do of a plan, in sentences. */
export function terraformNotes({ version, steps }: Plan, sources: readonly SourceThen[]): string[] {
  const { syncsSelections, ranksSources } = capabilitiesOf(version)
  const selections = sources.flatMap((source) => source.selections)
  const refused = selections.filter(({ arches }) => arches.some((arch) => !ACCEPTED.includes(arch)))
  const recreated = selections.filter(({ isRecreated }) => isRecreated)
  const deleted = steps.filter((step) => step.kind === 'delete-selection')
  const gone = deleted.filter(
    (step) => !selections.some((one) => releaseName(one) === releaseName(step) && one.id === null),
  )
  const deletes = steps.some(({ kind }) => kind === 'delete-resource')
  const removed = steps.filter((step) => step.kind === 'delete-source')
  const names = (list: readonly { os: string; release: string }[]) => list.map(releaseName).join(', ')
  const notes = [
    sources.length > 1 &&
      'The provider manages a boot source only if the region has no other one. This file contains the selections only.',
    removed.length > 0 &&
      `Not in this file: the deletion of the boot source ${removed.map(({ url }) => url).join(', ')}. Delete it in MAAS before you apply this file.`,
    deletes &&
      'Not in this file: the deletion of images. The provider cannot delete boot resources; the next import removes images that are no longer selected.',
    sources.length === 1 &&
      sources[0]?.spec.keyring_data !== '' &&
      'The provider sends keyring data in a form that MAAS ignores. Use a keyring file of the region instead.',
    ranksSources &&
      sources.length > 0 &&
      'The provider does not set the name or the priority of a boot source, or whether it is enabled.',
    refused.length > 0 &&
      `The provider accepts only the architectures ${ACCEPTED.join(', ')}. Replace the others in ${names(refused)}.`,
    syncsSelections &&
      recreated.length > 0 &&
      `MAAS keeps the images of architectures that an update removes. Delete these selections first: ${names(recreated)}.`,
    gone.length > 0 &&
      `Not in this file: ${names(gone)}. If Terraform does not manage these selections, delete them in MAAS.`,
  ]
  return notes.filter((note) => note !== false)
}
