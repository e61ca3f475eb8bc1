import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'

/** Whether the dialog Default images is open. It is in the URL, so that texts can link to it: `/images?defaults=1`. */
export function useDefaultsDialog() {
  const [params, setParams] = useSearchParams()
  const latest = useRef(setParams)
  useEffect(() => {
    latest.current = setParams
  })
  const isOpen = params.has(DEFAULT_IMAGES.param)
  const show = useCallback((open: boolean) => {
    const set = (old: URLSearchParams) => {
      const next = new URLSearchParams(old)
      if (open) next.set(DEFAULT_IMAGES.param, '1')
      else next.delete(DEFAULT_IMAGES.param)
      return next
    }
    latest.current(set, { replace: !open, preventScrollReset: true })
  }, [])
  return useMemo(() => ({ isOpen, show }), [isOpen, show])
}
