import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Pages as a browser shows and prints them. */

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=3000', '--no-pdf-header-footer']

/** Runs the browser on files of a folder that is removed afterwards. */
function inFolder<T>(files: Readonly<Record<string, string>>, work: (folder: string, run: (...args: string[]) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lichtruc-browser-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return work(folder, (...args) =>
      execFileSync('chromium', [...FLAGS, `--user-data-dir=${folder}/profile`, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore']
      })
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The page as it is printed. */
export const printed = (html: string): Uint8Array =>
  inFolder({ 'page.html': html }, (folder, run) => {
    run(`--print-to-pdf=${folder}/page.pdf`, `file://${folder}/page.html`)
    return new Uint8Array(readFileSync(join(folder, 'page.pdf')))
  })

const MEASURE = '<script>parent.postMessage(document.documentElement.scrollWidth, "*")</script></body>'
const SHOWN = '<script>onmessage = (e) => document.body.setAttribute("data-width", e.data)</script>'

/** How wide the page would have to be for nothing to stand out, on a screen of that width. */
export const widthOn = (html: string, screen: number): number =>
  inFolder(
    {
      'page.html': html.replace('</body>', MEASURE),
      'screen.html': `<body><iframe width="${screen}" height="900" src="page.html"></iframe>${SHOWN}</body>`
    },
    (folder, run) => Number(/data-width="(\d+)"/.exec(run('--dump-dom', `file://${folder}/screen.html`))?.[1])
  )
