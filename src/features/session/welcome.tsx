import { BusyButton } from '#ui/busy-button.tsx'

type Props = { username: string; onGoOn: () => void }

/** Shows a user who is not an administrator, once after the sign-in, what they can do. */
export function Welcome({ username, onGoOn }: Props) {
  return (
    <main id="main" tabIndex={-1} className="sign-in">
      <title>Signed in | MAAS</title>
      <h1 className="p-heading--3">Signed in as {username}</h1>
      <p role="status">
        {username} is not an administrator of this MAAS, so you have read-only access. You can see the images
        that the region holds and the progress of downloads. Only administrators can see boot sources and
        selections, and change them.
      </p>
      <BusyButton tone="positive" onClick={onGoOn}>
        Go to the images
      </BusyButton>
    </main>
  )
}
