/** Alone, since the panel's script tells a certificate by it and must carry nothing of the server. */
export const CERTIFICATE_FORMAT = 'ardoise-destruction-certificate/v1';
