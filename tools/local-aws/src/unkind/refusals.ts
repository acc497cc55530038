import { ec2Error, jsonError, queryError, s3Error } from '../gateway/answers';
import type { GatewayRequest, GatewayResponse } from '../gateway/service';

/** The answer to a call that came too fast, as the called service gives it. */
export function throttledAnswer(request: GatewayRequest): GatewayResponse {
  switch (request.service) {
    case 'ec2':
      return ec2Error(503, 'RequestLimitExceeded', 'Request limit exceeded.');
    case 's3':
      return s3Error(503, 'SlowDown', 'Please reduce your request rate.');
    case 'ebs':
      return jsonError(400, 'RequestThrottledException', 'The number of API requests exceeds the limit.');
    case 'lambda':
      return jsonError(429, 'TooManyRequestsException', 'Rate exceeded');
    default:
      return isQuery(request)
        ? queryError(400, 'Throttling', 'Rate exceeded')
        : jsonError(400, 'ThrottlingException', 'Rate exceeded');
  }
}

/**
 * The answer to a call whose credentials have expired. S3's has no body where the call was a HEAD, so that its code is
 * lost there: 400 is all that the client sees.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#CommonErrors
 */
export function expiredAnswer(request: GatewayRequest): GatewayResponse {
  switch (request.service) {
    case 'ec2':
      return ec2Error(400, 'RequestExpired', 'Request has expired.');
    case 's3':
      return s3Error(400, 'ExpiredToken', 'The provided token has expired.');
    default:
      return isQuery(request)
        ? queryError(403, 'ExpiredToken', EXPIRED)
        : jsonError(400, 'ExpiredTokenException', EXPIRED);
  }
}

const EXPIRED = 'The security token included in the request is expired';

/** The answer of a service that has broken down inside. It tells nothing about whether the call was carried out. */
export function internalErrorAnswer(request: GatewayRequest): GatewayResponse {
  const message = 'An internal error has occurred.';
  switch (request.service) {
    case 'ec2':
      return ec2Error(500, 'InternalError', message);
    case 's3':
      return s3Error(500, 'InternalError', message);
    case 'ebs':
      return jsonError(500, 'InternalServerException', message);
    case 'lambda':
      return jsonError(500, 'ServiceException', message);
    default:
      return isQuery(request)
        ? queryError(500, 'InternalFailure', message)
        : jsonError(500, 'InternalFailure', message);
  }
}

function isQuery(request: GatewayRequest): boolean {
  return request.operation !== '' && request.headers['x-amz-target'] === undefined;
}
