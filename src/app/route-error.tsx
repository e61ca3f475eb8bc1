import { useRouteError } from 'react-router'
import { messageOf } from '#api/client.ts'

/** Shown when a page crashed: shows the error and offers to reload. */
export function RouteError() {
  const error = useRouteError()
  return (
    <main id="main" tabIndex={-1} className="plain-page">
      <h1 className="p-heading--3">Could not show this page</h1>
      <p>{messageOf(error)}</p>
      <p>
        <button type="button" className="p-button--positive" onClick={() => window.location.reload()}>
          Reload the page
        </button>
      </p>
    </main>
  )
}
