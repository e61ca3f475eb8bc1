import { useEffect, useRef } from 'react'
import type { SourceFormErrors } from './source-form.ts'

/** Focuses the first invalid field and scrolls the reason into view: the form can be taller than its dialog. */
export function useFocusWrong(failure: Error | null, errors: SourceFormErrors) {
  const form = useRef<HTMLFormElement>(null)
  const refusal = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!failure) return
    refusal.current?.scrollIntoView?.({ block: 'nearest' })
    focusWrong(form.current)
  }, [failure])
  useEffect(() => {
    if (Object.keys(errors).length > 0) focusWrong(form.current)
  }, [errors])
  return { form, refusal }
}

const focusWrong = (form: HTMLFormElement | null) =>
  form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
