/**
 * Whether a change of a selection drops architectures of its release. MAAS 3.8 keeps its own selection for each of
 * them, which an update does not drop, so the whole selection must be deleted and created again.
 * @param before architectures of the selection; `*` stands for all
 * @param offered architectures of the release that the source offers; null: not known
 */
export function dropsArches(
  before: readonly string[],
  after: readonly string[],
  offered: readonly string[] | null,
): boolean {
  if (after.includes('*')) return false
  if (before.includes('*') && !offered?.length) return true
  // MAAS refuses a list that contains one that is not offered, so adding another one removes it, although no person
  // dropped it
  const adds = !before.includes('*') && after.some((arch) => !before.includes(arch))
  const counts = (arch: string) => !adds || !offered || offered.includes(arch)
  const had = before.flatMap((arch) => (arch === '*' ? (offered ?? []) : [arch]))
  return had.some((arch) => counts(arch) && !after.includes(arch))
}
