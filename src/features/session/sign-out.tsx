import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '#api/client.ts'
import { sessionQuery, signOut } from '#api/session.ts'
import { useCommands } from '#ui/commands/commands.ts'
import { mayRequireSignIn } from '#api/sign-in-setting.ts'

/** The button to sign out, in the top bar. Shown only if the gateway uses the credentials of the user. */
export function SignOut() {
  const client = useQueryClient()
  const { data: session } = useQuery({ ...sessionQuery(), enabled: mayRequireSignIn })
  const order = useMutation(signOut(client))
  const isShown = session?.way === 'sign-in' && session.state === 'signed-in'
  useCommands(() =>
    isShown && !order.isPending
      ? [{ id: 'sign-out', group: 'Actions', label: 'Sign out', run: () => order.mutate() }]
      : [],
  )
  if (!isShown) return null
  return (
    <>
      {order.error && (
        <span role="alert" title={messageOf(order.error)}>
          Could not sign out. Try again.
        </span>
      )}
      <button
        type="button"
        className="top-bar__button"
        aria-disabled={order.isPending || undefined}
        title={order.error ? messageOf(order.error) : undefined}
        onClick={() => {
          if (!order.isPending) order.mutate()
        }}
      >
        Sign out
      </button>
    </>
  )
}
