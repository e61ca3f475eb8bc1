import { Navigate, Outlet, type RouteObject } from 'react-router'
import { ImagesPage } from '#features/images/images-page.tsx'
import { Frame } from './frame.tsx'
import { RouteError } from './route-error.tsx'
import { NotFound } from './not-found.tsx'

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
            lazy: () =>
              import('#features/source/source-dialog.tsx').then((m) => ({ Component: m.SourceDialog })),
          },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]
