import { expect, test } from 'vitest'
import { misfits, type AnswerType } from './answer-types.ts'

const TYPE: AnswerType = {
  fields: {
    id: 'int',
    name: 'string',
    ok: 'bool',
    tags: { list: 'string' },
    sets: { map: { fields: { size: 'int' } } },
  },
}

test.each([
  [{ id: 1, name: 'a', ok: true, tags: ['a'], sets: { x: { size: 1 } } }, []],
  // empty values, and fields that the client ignores
  [{ id: null, sets: null, other: 1 }, []],
  [{}, []],
  [{ id: '1' }, ['.id: int']],
  [{ id: 1.5 }, ['.id: int']],
  [{ name: 1, ok: 'true' }, ['.name: string', '.ok: bool']],
  [{ tags: 'a' }, ['.tags: list']],
  [{ tags: ['a', 1] }, ['.tags[1]: string']],
  [{ sets: { x: { size: 'big' }, y: [] } }, ['.sets.x.size: int', '.sets.y: object']],
  [[], [': object']],
])('%j has these misfits: %j', (value, expected) => {
  expect(misfits(TYPE, value)).toEqual(expected)
})
