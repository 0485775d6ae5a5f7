import { recordExamples } from '/work/main/test/support/examples.ts'
import { story } from '/work/main/test/support/examples-story.ts'
const at = story.findIndex(s => s.operationId === 'replanRoster')
const cutStory = [...story.slice(0, at + 1), { operationId: 'getHealth', method: 'GET', url: '/v1/rosters/2027-01/violations?centre=lang-son', keep: (b: any) => { console.log(JSON.stringify(b.items.filter((v: any) => v.level === 'hard'), null, 1)); return {} } } as any]
const told = await recordExamples(cutStory, ).catch((e) => { console.log(String(e).slice(0, 300)); process.exit(1) }) as any
const b = (told.get('replanRoster') as any).response.body
console.log(JSON.stringify(b.before), JSON.stringify(b.after), JSON.stringify(b.moves, null, 1).slice(0, 1800), JSON.stringify(b.tiers))
const x = (told.get('explainRoster') as any).response.body.seat
console.log(x.sentences.join('\n'))
process.exit(0)
