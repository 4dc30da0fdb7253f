import { loginRequest, refreshRequest, tokensReply } from '../../sync/protocol';
import type { App, Shell } from '../app';
import { refuseIfOver } from '../app';
import { replies } from '../replies';

const MINUTE_MS = 60_000;

/** Signing in and going on: the only routes of the protocol that take no access token. */
export async function signInRoutes(app: App, { accounts, limits }: Shell): Promise<void> {
  const ofAddress = app.createRateLimit({
    max: limits.loginAddress,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `login ${request.ip}`,
  });
  const ofUser = app.createRateLimit({
    max: limits.loginUser,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `login as ${(request.body as { user: string }).user}`,
  });
  app.post(
    '/v1/login',
    {
      schema: {
        summary: 'Sign in and register the device',
        tags: ['Sign-in'],
        body: loginRequest,
        response: replies('An access token, and a refresh token that is good once', tokensReply),
      },
      onRequest: async (request) => refuseIfOver(await ofAddress(request)),
      preHandler: async (request) => refuseIfOver(await ofUser(request)),
    },
    ({ body }) => accounts.login(body),
  );
  app.post(
    '/v1/refresh',
    {
      schema: {
        summary: 'Tokens for a refresh token',
        tags: ['Sign-in'],
        body: refreshRequest,
        response: replies('As when signing in', tokensReply),
      },
      onRequest: async (request) => refuseIfOver(await ofAddress(request)),
    },
    ({ body }) => accounts.refresh(body),
  );
}
