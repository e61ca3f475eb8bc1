import { useLocation, useNavigate } from 'react-router'

/**
 * Closes a dialog that has an address. What was opened by a link is left as by Back; what was opened by its address has
 * nothing behind it, and gives way to `to`.
 */
export function useClose(to: { readonly pathname: string; readonly search?: string }): () => void {
  const navigate = useNavigate()
  const { key } = useLocation()
  return () => {
    if (key === 'default') void navigate(to, { replace: true })
    else void navigate(-1)
  }
}
