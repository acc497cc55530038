/**
 * CloudWatch Logs filter pattern for the lines in which DataSync tells of failures: terms of which one is enough. Failed
 * items and locations are `[ERROR]` and `[WARN]`; what Basic mode finds different is
 * `[NOTICE] Verification failed <> /path`. What counts failures and what reads them must mean the same lines.
 * Sources: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-task-verification.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const TRANSFER_FAILURES_PATTERN = '?"[ERROR]" ?"[WARN]" ?"Verification failed"';
