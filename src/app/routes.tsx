import { matchRoutes, Navigate, Outlet, useLocation, type RouteObject } from 'react-router'
import { basePath } from '#api/base-path.ts'
import { KeyedByOwner } from '#features/images/page/keyed-by-owner.tsx'
import { ImagesPage } from '#features/images/page/images-page.tsx'
import { SourceNoticeGate } from '#features/source/notices/source-notice-gate.tsx'
import { useClose } from '#features/source/pages/use-close.ts'
import { lazyDialog, lazyNotice, lazyPage, type LazyPart } from '#ui/lazy/lazy-part.tsx'
import { Frame } from './frame.tsx'
import { PrefetchDialogs } from './prefetch.tsx'
import { RouteError } from './route-error.tsx'
import { StorageGate } from './storage-gate.tsx'

type Empty = object

const SourcesPage = lazyPage<Empty>(() =>
  import('#features/source/pages/sources-page.tsx').then((m) => m.SourcesPage),
)
const MirrorPage = lazyPage<Empty>(() =>
  import('#features/mirror/page/mirror-page.tsx').then((m) => m.MirrorPage),
)
const ActivityPage = lazyPage<Empty>(() =>
  import('#features/activity/page/activity-page.tsx').then((m) => m.ActivityPage),
)
const UploadPage = lazyPage<Empty>(() =>
  import('#features/upload/page/upload-page.tsx').then((m) => m.UploadPage),
)
const NotFound = lazyPage<Empty>(() => import('./not-found.tsx').then((m) => m.NotFound))
const LeftChange = lazyNotice<Empty>(() =>
  import('#features/source/notices/running-change.tsx').then((m) => m.LeftChange),
)

/** Closes a dialog to the Images page, without the `undo` parameter. */
function useCloseImages() {
  const query = new URLSearchParams(useLocation().search)
  query.delete('undo')
  return useClose({ pathname: '/images', search: query.toString() })
}
const SourceDialog = lazyDialog<Empty>(
  () => import('#features/source/pages/source-dialog.tsx').then((m) => m.SourceDialog),
  useCloseImages,
)

const useCloseSources = () => useClose({ pathname: '/sources' })
const AddSource = lazyDialog<Empty>(
  () => import('#features/source/pages/source-routes.tsx').then((m) => m.AddSource),
  useCloseSources,
)
const UpdateSource = lazyDialog<Empty>(
  () => import('#features/source/pages/source-routes.tsx').then((m) => m.UpdateSource),
  useCloseSources,
)
const EditDetails = lazyDialog<Empty>(
  () => import('#features/source/pages/edit-details.tsx').then((m) => m.EditDetails),
  useCloseSources,
)
const DeleteSource = lazyDialog<Empty>(
  () => import('#features/source/pages/delete-source.tsx').then((m) => m.DeleteSource),
  useCloseSources,
)

/** A route whose code is fetched before anyone follows a link to it. */
const shows = (path: string, Part: LazyPart<Empty>): RouteObject => ({
  path,
  element: <Part />,
  handle: Part,
})

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
            <KeyedByOwner>
              <ImagesPage
                notices={
                  <>
                    <StorageGate />
                    <SourceNoticeGate />
                    <PrefetchDialogs />
                  </>
                }
              />
            </KeyedByOwner>
            <Outlet />
          </>
        ),
        children: [shows('source', SourceDialog)],
      },
      {
        path: 'sources',
        element: (
          <>
            <SourcesPage />
            <Outlet />
            <PrefetchDialogs />
          </>
        ),
        handle: SourcesPage,
        children: [
          { index: true, element: <LeftChange /> },
          shows('add', AddSource),
          shows(':id', UpdateSource),
          shows(':id/details', EditDetails),
          shows(':id/delete', DeleteSource),
        ],
      },
      shows('images/upload', UploadPage),
      shows('mirror', MirrorPage),
      shows('activity', ActivityPage),
      { path: '*', element: <NotFound /> },
    ],
  },
]

/** The lazy parts of the page or dialog at a path. */
export const partsAt = (path: string): LazyPart<Empty>[] =>
  (matchRoutes(routes, path, basePath) ?? []).flatMap(({ route }) =>
    route.handle ? [route.handle as LazyPart<Empty>] : [],
  )
