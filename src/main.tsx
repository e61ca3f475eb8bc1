import { createRoot } from 'react-dom/client'
import { App } from '#app/app.tsx'
import { createQueryClient } from '#app/query-client.ts'
import '#ui/styles.scss'
import '#ui/parts.scss'
// styles of lazy parts too: a retry of a part would not fetch a style sheet that failed again
import '#features/images/images.scss'
import '#features/session/session.scss'
import '#features/source/source.scss'
import '#app/app.scss'

// radix locks the page's scrolling with a <style>; it finds the nonce that the policy requires here
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')
/** The panel of the static demo reads everything again after each change that it makes. */
export const queryClient = createQueryClient()
createRoot(root).render(<App queryClient={queryClient} />)
