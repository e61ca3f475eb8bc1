import { tabQuestion } from '#api/store/ask-tabs.ts'
import { followRecords, type Owner } from '#api/store/records.ts'
import { UPLOAD } from './stored.ts'

/** The uploads of the other tabs of this browser. @param own the keys of those that this tab has the file of */
export function otherTabs({ region, user }: Owner, own: () => readonly string[]) {
  const question = tabQuestion('maas-images uploads', () => JSON.stringify(own()))
  return {
    /** The keys of uploads whose file another tab has. */
    async keys(): Promise<ReadonlySet<string>> {
      const answers = await question.ask()
      return new Set(answers.flatMap((answer) => JSON.parse(answer) as string[]))
    },
    /** Calls back when another tab has stored something about an upload. Returns a function that unsubscribes. */
    follow: (listener: () => void) =>
      followRecords(({ kind, owner, elsewhere }) => {
        if (elsewhere && kind === UPLOAD.name && owner.region === region && owner.user === user) listener()
      }),
  }
}
