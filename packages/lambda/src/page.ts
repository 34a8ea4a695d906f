import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { compressed } from './compressed.ts';
import { requireFrontDoor } from './front-door.ts';
import { serverErrors } from './http.ts';
import { logger } from './logger.ts';
import { type PageTags, withTags } from './page-tags.ts';
import { problemOf } from './problems.ts';
import { watched } from './watched.ts';

interface PageParts {
  /** The web app's page as it is published, or undefined while it is not. */
  shell(): Promise<string | undefined>;
  /** Address of the web app, without a trailing slash. */
  origin(): Promise<string | undefined>;
  /** What is at an address, or undefined when nothing is. @param path its parts, as the caller wrote them */
  tagsOf(path: string[]): Promise<PageTags | undefined>;
}

/** Without the app, as in a stack whose web app is published later: the tags are there all the same. */
const bare =
  '<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n  </head>\n  <body></body>\n</html>\n';

/** How long caches on the way may keep a page that is there. CloudFront keeps a 404 for ten seconds by itself. */
const keptForSeconds = 60;

/**
 * The handler of pages that others link to: the web app's own page with its tags; 404, with the page, for what is not
 * there, so that the app says it in its words, and its owner, who is signed in, sees what is hidden from others. What fails is a fault,
 * and answered with the page as well: the app does without the tags. 403: round the front door.
 */
export function pageHandler({ shell, origin, tagsOf }: PageParts) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(watched(serverErrors))
    .handler(async (event) => {
      const { requestId } = event.requestContext;
      logger.appendKeys({ correlationId: requestId, causationId: requestId, route: event.routeKey });
      let page = bare;
      try {
        requireFrontDoor(event);
        page = (await shell()) ?? bare;
        const tags = await tagsOf(event.rawPath.split('/').filter((part) => part !== ''));
        logger.info('Answered', { status: tags ? 200 : 404 });
        return answer(event, tags ? 200 : 404, tags ? withTags(page, tags, await origin()) : page);
      } catch (error) {
        const { status, code } = problemOf(error, requestId);
        if (status >= 500) logger.error('Page without tags', error as Error);
        else logger.info('Refused', { status, code });
        return answer(event, status, page);
      } finally {
        logger.resetKeys();
      }
    });
}

function answer(
  { headers, requestContext }: APIGatewayProxyEventV2,
  statusCode: number,
  page: string,
): APIGatewayProxyStructuredResultV2 {
  const packed = compressed(page, headers['accept-encoding']);
  return {
    ...packed,
    ...(requestContext.http.method === 'HEAD' && { body: '', isBase64Encoded: false }),
    statusCode,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': statusCode === 200 ? `public, max-age=${keptForSeconds}` : 'no-cache',
      'x-correlation-id': requestContext.requestId,
      ...packed.headers,
    },
  };
}
