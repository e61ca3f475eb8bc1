import { Link } from 'react-router'

export function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="plain-page">
      <title>Page not found | MAAS</title>
      <h1 className="p-heading--3">Page not found</h1>
      <p>
        Check the address for typing errors. <Link to="/images">Go to the images</Link>.
      </p>
    </main>
  )
}
