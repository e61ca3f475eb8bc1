import { useRouteError } from 'react-router'
import { messageOf } from '#api/client.ts'

/** When a page could not be shown at all: say so, and offer the way on. */
export function RouteError() {
  const error = useRouteError()
  return (
    <main id="main" tabIndex={-1} className="plain-page">
      <h1 className="p-heading--3">This page could not be shown</h1>
      <p>{messageOf(error)}</p>
      <p>
        <button type="button" className="p-button--positive" onClick={() => window.location.reload()}>
          Reload the page
        </button>
      </p>
    </main>
  )
}
