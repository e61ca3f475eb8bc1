import { Link } from 'react-router'

export function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="plain-page">
      <title>Page not found | MAAS</title>
      <h1 className="p-heading--3">There is no such page</h1>
      <p>
        The address may be mistyped. <Link to="/images">Go to the images</Link>.
      </p>
    </main>
  )
}
