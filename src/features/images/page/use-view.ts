import { useCallback, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { othersOf, paramsFromView, viewFromParams, type View } from '#features/images/table/view.ts'

const URL_DELAY_MS = 200

type ChangeView = (part: Partial<View> | ((view: View) => Partial<View>)) => void

/**
 * Search, filters, sorting and open rows. They are written to the URL after a short delay, and read from it when it
 * changes. Before a click or a change of the focus they are written immediately. Other parameters of the URL belong to
 * dialogs and are kept.
 */
export function useView() {
  const [params, setParams] = useSearchParams()
  const [view, setView] = useState<View>(() => viewFromParams(params))
  const written = useRef(params.toString())
  const inUrl = params.toString()

  useEffect(() => {
    if (inUrl === written.current) return
    written.current = inUrl
    setView(viewFromParams(new URLSearchParams(inUrl)))
  }, [inUrl])

  useEffect(() => {
    const others = othersOf(new URLSearchParams(written.current))
    const next = new URLSearchParams([...paramsFromView(view), ...others]).toString()
    if (next === written.current) return undefined
    const write = () => {
      if (written.current === next) return
      written.current = next
      setParams(new URLSearchParams(next), { replace: true, preventScrollReset: true })
    }
    const timer = setTimeout(write, URL_DELAY_MS)
    // what follows may open another page, and the history must contain this view
    const leaving = ['pointerdown', 'focusout'] as const
    for (const event of leaving) window.addEventListener(event, write, true)
    return () => {
      clearTimeout(timer)
      for (const event of leaving) window.removeEventListener(event, write, true)
    }
  }, [view, setParams])

  const change = useCallback<ChangeView>(
    (part) => setView((old) => ({ ...old, ...(typeof part === 'function' ? part(old) : part) })),
    [],
  )
  return { view, change }
}
