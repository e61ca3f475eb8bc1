import { useLocation, useNavigate } from 'react-router'

/**
 * Closes a dialog that has an address. If a link opened it, this goes back; if its address was entered, there is
 * nothing to go back to, and it navigates to `to`.
 */
export function useClose(to: { readonly pathname: string; readonly search?: string }): () => void {
  const navigate = useNavigate()
  const { key } = useLocation()
  return () => {
    if (key === 'default') void navigate(to, { replace: true })
    else void navigate(-1)
  }
}
