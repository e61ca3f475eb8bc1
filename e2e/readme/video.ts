import type { Browser, Page } from '@playwright/test'

/** Frames per second of a video. */
const RATE = 25

/** A recording that has begun. */
type Recording = {
  /** Ends it. Resolves to the bytes of a WebM file. */
  end(): Promise<Buffer>
}

/**
 * Records what a page shows. Another page of the browser draws the frames and encodes them, so that no other program is
 * needed: Playwright's own recorder downloads one.
 * @param studio a browser of its own, so that the page is not slowed down
 */
export async function record(page: Page, studio: Browser): Promise<Recording> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 }
  const recorder = await studio.newPage()
  await recorder.evaluate(startRecorder, { width, height, rate: RATE })
  const session = await page.context().newCDPSession(page)
  let drawn: Promise<unknown> = Promise.resolve()
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    drawn = drawn
      .then(() => recorder.evaluate((frame) => drawFrame(frame), data))
      .then(() => session.send('Page.screencastFrameAck', { sessionId }))
  })
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 95,
    maxWidth: width,
    maxHeight: height,
  })
  return {
    async end() {
      await session.send('Page.stopScreencast')
      await drawn
      const bytes = await recorder.evaluate(() => endRecorder())
      await recorder.close()
      return Buffer.from(bytes, 'base64')
    },
  }
}

/* What the recorder's page has. The function that makes it runs there, and sees nothing of this file. */
declare const drawFrame: (jpeg: string) => Promise<void>
declare const endRecorder: () => Promise<string>

function startRecorder({ width, height, rate }: { width: number; height: number; rate: number }): void {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  document.body.append(canvas)
  const context = canvas.getContext('2d')
  const chunks: Blob[] = []
  const recorder = new MediaRecorder(canvas.captureStream(rate), {
    mimeType: 'video/webm',
    videoBitsPerSecond: 2_500_000,
  })
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
  recorder.start(1_000)
  Object.assign(globalThis, {
    async drawFrame(jpeg: string) {
      const image = new Image()
      image.src = `data:image/jpeg;base64,${jpeg}`
      await image.decode()
      context?.drawImage(image, 0, 0, width, height)
    },
    async endRecorder() {
      const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
      recorder.stop()
      await ended
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(byte)
      return btoa(text)
    },
  })
}
