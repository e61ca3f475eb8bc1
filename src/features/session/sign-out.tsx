import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '#api/client.ts'
import { sessionQuery, signOut } from '#api/session.ts'
import { mayRequireSignIn } from '#api/sign-in-setting.ts'

/** In the top bar: who is signed in, and the way out. Nothing where the gateway has a key of its own. */
export function SignOut() {
  const client = useQueryClient()
  const { data: session } = useQuery({ ...sessionQuery(), enabled: mayRequireSignIn })
  const order = useMutation(signOut(client))
  if (session?.way !== 'sign-in' || session.state !== 'signed-in') return null
  return (
    <button
      type="button"
      className="top-bar__button"
      aria-disabled={order.isPending || undefined}
      title={order.error ? messageOf(order.error) : undefined}
      onClick={() => {
        if (!order.isPending) order.mutate()
      }}
    >
      {order.error ? 'Not signed out: try again' : 'Sign out'}
    </button>
  )
}
