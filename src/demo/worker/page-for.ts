/** Whether an address is one of the page: a file has a dot in its name. */
export const isPage = ({ pathname }: URL): boolean => {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1)
  return name === 'index.html' || !name.includes('.')
}

/**
 * The page for any address of the app: a static server has a file for one of them only. What it loads is named from its
 * folder.
 */
export async function pageFor(folder: URL): Promise<Response> {
  const response = await fetch(folder, { cache: 'no-cache' })
  if (!response.ok) return response
  const page = (await response.text()).replaceAll('="./', `="${folder.pathname}`)
  return new Response(page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
}
