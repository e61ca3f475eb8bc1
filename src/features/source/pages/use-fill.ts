import { useState } from 'react'
import { useLocation } from 'react-router'
import * as z from 'zod/mini'
import { sourceFill, type SourceFill } from '#contract/source-fill.ts'

const state = z.object({ fill: sourceFill })

/** What the link to this dialog fills in; null: nothing, or nothing usable. */
export function useFill(): SourceFill | null {
  const location = useLocation()
  const [fill] = useState(() => {
    const read = z.safeParse(state, location.state)
    return read.success ? read.data.fill : null
  })
  return fill
}
