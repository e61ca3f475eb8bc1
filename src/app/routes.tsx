import { lazy, Suspense } from 'react'
import { Navigate, Outlet, type RouteObject } from 'react-router'
import { ForOneOwner } from '#features/images/page/for-one-owner.tsx'
import { ImagesPage } from '#features/images/page/images-page.tsx'
import { SourceNoticeGate } from '#features/source/notices/source-notice-gate.tsx'
import { Frame } from './frame.tsx'
import { RouteError } from './route-error.tsx'
import { StorageNotice } from './storage-notice.tsx'
import { NotFound } from './not-found.tsx'

const SourcesPage = lazy(() =>
  import('#features/source/pages/sources-page.tsx').then((m) => ({ default: m.SourcesPage })),
)
const AddSource = lazy(() =>
  import('#features/source/pages/source-routes.tsx').then((m) => ({ default: m.AddSource })),
)
const UpdateSource = lazy(() =>
  import('#features/source/pages/source-routes.tsx').then((m) => ({ default: m.UpdateSource })),
)
const EditDetails = lazy(() =>
  import('#features/source/pages/edit-details.tsx').then((m) => ({ default: m.EditDetails })),
)
const DeleteSource = lazy(() =>
  import('#features/source/pages/delete-source.tsx').then((m) => ({ default: m.DeleteSource })),
)
const LeftChange = lazy(() =>
  import('#features/source/notices/running-change.tsx').then((m) => ({ default: m.LeftChange })),
)
const SourceDialog = lazy(() =>
  import('#features/source/pages/source-dialog.tsx').then((m) => ({ default: m.SourceDialog })),
)

export const routes: RouteObject[] = [
  {
    path: '/',
    element: <Frame />,
    errorElement: <RouteError />,
    children: [
      { index: true, element: <Navigate to="/images" replace /> },
      {
        path: 'images',
        element: (
          <>
            <ForOneOwner>
              <ImagesPage
                notices={
                  <>
                    <StorageNotice />
                    <SourceNoticeGate />
                  </>
                }
              />
            </ForOneOwner>
            <Outlet />
          </>
        ),
        children: [
          {
            path: 'source',
            element: (
              <Suspense>
                <SourceDialog />
              </Suspense>
            ),
          },
        ],
      },
      {
        path: 'sources',
        element: (
          <Suspense>
            <SourcesPage />
            <Outlet />
          </Suspense>
        ),
        children: [
          { index: true, element: <LeftChange /> },
          { path: 'add', element: <AddSource /> },
          { path: ':id', element: <UpdateSource /> },
          { path: ':id/details', element: <EditDetails /> },
          { path: ':id/delete', element: <DeleteSource /> },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]
