import { scene } from '../support/scene.ts'

scene('measures count how requests of a route ended, and keep its times once: what is asked does not make them long', async (t, s) => {
  const url = '/v1/branches'
  const linesOf = async (name: string): Promise<string[]> => {
    const { body } = await s.call<string>('GET', '/metrics')
    return body.split('\n').filter((line) => line.startsWith(name) && line.includes(`route="${url}"`))
  }
  const statuses = (): Promise<number[]> =>
    Promise.all([s.call('GET', url, { key: null }), s.call('GET', `${url}?x=1`), s.call('GET', url)]).then((all) =>
      all.map(({ status }) => status)
    )
  t.same(await statuses(), [401, 400, 404], 'without a key, with an unknown field, without any centre')
  const times = await linesOf('http_request_duration_seconds')
  t.ok(times.some((line) => line.startsWith('http_request_duration_seconds_count') && line.endsWith(' 3')))
  t.same(await linesOf('http_requests_total'), [
    `http_requests_total{method="GET",route="${url}",status="401"} 1`,
    `http_requests_total{method="GET",route="${url}",status="400"} 1`,
    `http_requests_total{method="GET",route="${url}",status="404"} 1`
  ])
  await statuses()
  t.equal((await linesOf('http_request_duration_seconds')).length, times.length)
  t.ok(times.length <= 12, 'buckets, sum and count')
})
