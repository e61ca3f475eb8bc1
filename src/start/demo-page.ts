import type { IndexHtmlTransformContext, Plugin } from 'vite'

/** The page of the static demo: it starts with the service worker, and may load from its own server only. */
export function demoPage(): Plugin[] {
  let nonce = ''
  return [
    {
      name: 'demo-entry',
      transformIndexHtml: {
        order: 'pre',
        handler: (html) =>
          html.replace('/src/main.tsx', '/src/demo/page/start.ts').replace('__SIGN_IN__', 'yes'),
      },
    },
    {
      name: 'demo-head',
      configResolved({ html }) {
        nonce = html?.cspNonce ?? ''
      },
      transformIndexHtml: {
        order: 'post',
        handler: (html, context) => ({ html, tags: [policyTag(nonce), ...preloads(context)] }),
      },
    },
  ]
}

const policyTag = (nonce: string) => ({
  tag: 'meta',
  injectTo: 'head-prepend' as const,
  attrs: { 'http-equiv': 'Content-Security-Policy', content: policy(nonce) },
})

/** The page is imported when the worker runs: the browser fetches it meanwhile. */
const preloads = ({ bundle = {} }: IndexHtmlTransformContext) =>
  Object.values(bundle)
    .filter((file) => file.type === 'chunk' && file.name === 'page')
    .map(({ fileName }) => ({
      tag: 'link',
      injectTo: 'head' as const,
      attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
    }))

/** As the policy of the product, without what a page cannot say of itself. */
const policy = (nonce: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
