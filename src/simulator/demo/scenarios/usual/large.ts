import type { Scenario } from '#simulator/demo/scenario.ts'

const URL = 'http://mirror.example.com/large/'

export const large: Scenario = {
  shows: 'A mirror with thousands of images, all selected and downloaded, some of them out of date.',
  play(control) {
    const { id } = control.addSource({ url: URL })
    control.addBootloaders({ id })

    // the region holds every 25th image in the version before the newest
    const offers = control.listOffers({ id })
    control.addImages({
      id,
      images: offers.map(({ os, release, arch }, index) => ({
        os,
        release,
        arch,
        versionsBehind: index % 25 === 24 ? 1 : 0,
      })),
    })
    const selections = new Map<string, { os: string; release: string; arches: string[] }>()
    for (const { os, release, arch } of offers) {
      const key = `${os}/${release}`
      const { arches } = selections.get(key) ?? { arches: [] }
      selections.set(key, { os, release, arches: [...arches, arch] })
    }
    control.addSelections({ id, selections: [...selections.values()] })
    control.addFinishedImport({ minutesAgo: 22 })
  },
}
