import { useQuery } from '@tanstack/react-query'
import type { MouseEvent } from 'react'
import { Link, NavLink, Outlet } from 'react-router'
import { regionQuery } from '#api/images.ts'
import { isMadeFor, SUPPORTED_VERSIONS } from '#selections/maas-version.ts'
import { SessionGate, useIsInside } from '#features/session/session-gate.tsx'
import { PaletteGate } from './palette/palette-gate.tsx'
import { UploadGate } from './upload-gate.tsx'
import { useRecorder } from './use-recorder.ts'
import { SignOut } from '#features/session/sign-out.tsx'

/** The bar at the top of every page: navigation, the MAAS version and the user. */
export function Frame() {
  const inside = useIsInside()
  const known = useQuery({ ...regionQuery(), enabled: inside }).data
  const region = inside ? known : undefined
  useRecorder(inside)
  return (
    <div className="frame">
      <a className="skip-link" href="#main" onClick={skip}>
        Skip to the images
      </a>
      <header className="top-bar">
        <Link className="top-bar__home" to="/images">
          <span className="top-bar__tag" aria-hidden="true" />
          MAAS Images
        </Link>
        <nav className="top-bar__nav" aria-label="Main">
          {inside && (
            <>
              <NavLink to="/images">Images</NavLink>
              <NavLink to="/sources">Boot sources</NavLink>
              <NavLink to="/mirror">Local mirror</NavLink>
              <NavLink to="/activity">Activity</NavLink>
            </>
          )}
        </nav>
        {/* not a paragraph: dialogs open in it while their code is loaded */}
        <div className="top-bar__facts">
          {region?.embedded && (
            <span
              className="top-bar__mark"
              title="No MAAS is connected. The embedded region is part of the gateway: it behaves like MAAS, but downloads nothing."
            >
              Embedded region
            </span>
          )}
          {region && (
            <span>
              MAAS {region.version}
              {!isMadeFor(region.version) && ` (not supported; supported versions: ${SUPPORTED_VERSIONS})`}
            </span>
          )}
          {region && <span>{region.user.username}</span>}
          {region && <UploadGate key={region.user.username} region={region} />}
          {region && <PaletteGate />}
          <SignOut />
        </div>
      </header>
      <SessionGate>
        <Outlet />
      </SessionGate>
    </div>
  )
}

/** Moves the focus without changing the URL, because the router does not handle URLs with a hash. */
function skip(event: MouseEvent) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
