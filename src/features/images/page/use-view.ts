import { useCallback, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { othersOf, paramsFromView, viewFromParams, type View } from '#features/images/table/view.ts'

const URL_DELAY_MS = 200

type ChangeView = (part: Partial<View> | ((view: View) => Partial<View>)) => void

/**
 * Search, filters, sorting and open rows. They are written to the URL after a short delay, and read from it when it
 * changes. Other parameters of the URL belong to dialogs and are kept.
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
    const timer = setTimeout(() => {
      written.current = next
      setParams(new URLSearchParams(next), { replace: true, preventScrollReset: true })
    }, URL_DELAY_MS)
    return () => clearTimeout(timer)
  }, [view, setParams])

  const change = useCallback<ChangeView>(
    (part) => setView((old) => ({ ...old, ...(typeof part === 'function' ? part(old) : part) })),
    [],
  )
  return { view, change }
}
