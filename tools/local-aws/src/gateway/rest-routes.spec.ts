import { json } from './answers';
import { restRouter } from './rest-routes';
import type { GatewayContext, GatewayRequest } from './service';

const router = restRouter({
  'GET /plans/{plan}/selections/{id}': (_request, _context, parameters) => json(parameters),
  'GET /tags/{arn+}': (_request, _context, parameters) => json(parameters),
  'DELETE /plans/{plan}': () => undefined,
});

async function route(method: string, path: string): Promise<unknown> {
  const answer = await router({ method, path } as GatewayRequest, {} as GatewayContext);
  return answer && JSON.parse(answer.body.toString());
}

describe('restRouter', () => {
  it.each([
    ['GET', '/plans/p1/selections/s1', { plan: 'p1', id: 's1' }],
    ['GET', '/plans/p1/selections/s1/?x=/y', { plan: 'p1', id: 's1' }],
    ['GET', '/plans/a%2Fb/selections/s%20', { plan: 'a/b', id: 's ' }],
    ['GET', '/tags/arn:aws:dlm:r:1:policy/p/', { arn: 'arn:aws:dlm:r:1:policy/p' }],
    ['GET', '/tags/arn%3Aaws%3Ax%2Fy', { arn: 'arn:aws:x/y' }],
  ])('answers %s %s', async (method, path, expected) => {
    expect(await route(method, path)).toEqual(expected);
  });

  it.each([
    ['another method', 'PUT', '/plans/p1/selections/s1'],
    ['a longer path', 'GET', '/plans/p1/selections/s1/more'],
    ['a shorter path', 'GET', '/plans/p1/selections'],
    ['a route that declines', 'DELETE', '/plans/p1'],
  ])('leaves %s to moto', async (_, method, path) => {
    expect(await route(method, path)).toBeUndefined();
  });
});
