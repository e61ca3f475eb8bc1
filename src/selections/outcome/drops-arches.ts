/**
 * Whether a change of a selection drops architectures of its release. MAAS 3.8 keeps a selection of its own for each of
 * them, which an update does not drop: the whole selection is deleted and created again.
 * @param before architectures of the selection; `*` stands for all
 * @param offered architectures that the source offers of the release; null: not known
 */
export function dropsArches(
  before: readonly string[],
  after: readonly string[],
  offered: readonly string[] | null,
): boolean {
  if (after.includes('*')) return false
  if (before.includes('*') && !offered?.length) return true
  // MAAS refuses a list with one that is not offered: where another one is added, that one is not dropped by a person
  const adds = !before.includes('*') && after.some((arch) => !before.includes(arch))
  const counts = (arch: string) => !adds || !offered || offered.includes(arch)
  const had = before.flatMap((arch) => (arch === '*' ? (offered ?? []) : [arch]))
  return had.some((arch) => counts(arch) && !after.includes(arch))
}
