type Pass<Answer> = { readonly fresh: boolean; readonly by: unknown; readonly answer: Promise<Answer> }

/**
 * Runs one pass at a time, even after a write: passes share their state. Callers meanwhile share the answer of the
 * running pass, unless they need a fresh one and it is not.
 */
export function createOnePass<Answer>() {
  type Run = () => Promise<Answer>
  let current: Pass<Answer> | null = null
  let last: Promise<unknown> = Promise.resolve()

  function begin(by: unknown, fresh: boolean, run: Run): Promise<Answer> {
    const mine = { fresh, by, answer: last.then(run) }
    current = mine
    last = mine.answer
      .catch(() => undefined)
      .finally(() => {
        if (current === mine) current = null
      })
    return mine.answer
  }

  return {
    /** `by`: whose key the pass uses. */
    async join(by: unknown, fresh: boolean, run: Run): Promise<Answer> {
      if (!current || (fresh && !current.fresh)) return begin(by, fresh, run)
      if (current.by === by) return current.answer
      // MAAS may refuse the other key but accept this one
      return current.answer.catch(() => begin(by, fresh, run))
    },
    /** Lets no one join the running pass any more: what it reads may be out of date. */
    leave(): void {
      current = null
    },
  }
}
