/**
 * Environment of the moto process: the caller's own without its AWS settings (moto's inner boto3 clients would follow
 * an endpoint or a profile out of here), and moto's switches stated rather than left to defaults.
 */
export function motoEnvironment(
  own: NodeJS.ProcessEnv,
  account: string,
  dataDir: string,
): Record<string, string | undefined> {
  const kept = Object.fromEntries(Object.entries(own).filter(([name]) => !/^(AWS|MOTO|S3)_/.test(name)));
  return {
    ...kept,
    PYTHONUNBUFFERED: '1',
    MOTO_ACCOUNT_ID: account,
    MOTO_EC2_LOAD_DEFAULT_AMIS: 'true',
    // Roles attach managed policies such as AmazonSSMManagedInstanceCore, which moto knows only when told to.
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    // EventBridge API destinations would otherwise be called over the network.
    MOTO_EVENTS_INVOKE_HTTP: 'false',
    MOTO_LAMBDA_DATA_DIR: `${dataDir}/lambda`,
    // Metadata lookups of inner boto3 clients would wait for an address that no machine here has.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
