import { BusyButton } from '#ui/busy-button.tsx'

type Props = { username: string; onGoOn: () => void }

/** Tells a person who is no administrator, once, what they can do here. */
export function Welcome({ username, onGoOn }: Props) {
  return (
    <main id="main" tabIndex={-1} className="sign-in">
      <title>Signed in | MAAS</title>
      <h1 className="p-heading--3">Signed in as {username}</h1>
      <p role="status">
        {username} is no administrator of this MAAS. You can see the images it holds and how far downloads
        are. MAAS shows boot sources and selections to administrators only, and only they can change anything.
      </p>
      <BusyButton tone="positive" onClick={onGoOn}>
        Go to the images
      </BusyButton>
    </main>
  )
}
