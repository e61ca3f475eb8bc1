import { lazy, Suspense } from 'react'
import { Navigate, Outlet, type RouteObject } from 'react-router'
import { ImagesPage } from '#features/images/images-page.tsx'
import { Frame } from './frame.tsx'
import { RouteError } from './route-error.tsx'
import { NotFound } from './not-found.tsx'

const SourceDialog = lazy(() =>
  import('#features/source/source-dialog.tsx').then((m) => ({ default: m.SourceDialog })),
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
            <ImagesPage />
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
      { path: '*', element: <NotFound /> },
    ],
  },
]
