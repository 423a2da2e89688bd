import { PatchFamily } from './types';

/** A package that gets updates: its name, and the version they patch. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly needsReboot: boolean;
}

function packages(text: string, reboot: readonly string[] = []): Package[] {
  return text
    .trim()
    .split(/\s+/)
    .map(entry => {
      const [name, version] = entry.split('=');
      return { name, version, needsReboot: reboot.includes(name) };
    });
}

const REBOOT = [
  'kernel',
  'kernel-default',
  'linux-image-generic',
  'linux-image-amd64',
  'glibc',
  'libc6',
  'systemd',
  'dbus',
  'microcode_ctl',
  'intel-microcode',
];

/** Updates of the last half year that hold nothing back: enough kinds of each for every machine. */
export interface UpdatedPackages {
  readonly critical: readonly Package[];
  readonly security: readonly Package[];
  readonly other: readonly Package[];
}

const RPM: UpdatedPackages = {
  critical: packages(
    `kernel=5.14.0 openssl=3.0.7 glibc=2.34 openssh-server=8.7p1 sudo=1.9.5p2
     curl=7.76.1 expat=2.5.0 bind-libs=9.16.23 httpd=2.4.57 nss=3.90.0
     systemd=252 samba-client=4.19.4`,
    REBOOT,
  ),
  security: packages(
    `libxml2=2.9.13 python3=3.9.18 krb5-libs=1.21.1 gnutls=3.8.3 libssh=0.10.4
     libtiff=4.4.0 perl-libs=5.32.1 vim-minimal=8.2.2637 zlib=1.2.11
     sqlite-libs=3.34.1 tar=1.34 rsync=3.2.3 less=590 git-core=2.43.5
     nghttp2=1.43.0 c-ares=1.19.1 postgresql-libs=13.18 libarchive=3.5.3
     pam=1.5.1 polkit=0.117 dnsmasq=2.85 wget=1.21.1 libcap=2.48
     ncurses-libs=6.2 libgcrypt=1.10.0 unbound-libs=1.16.2 freetype=2.10.4
     mokutil=0.6.0 dbus=1.12.20 microcode_ctl=20240910`,
    REBOOT,
  ),
  other: packages(
    `tzdata=2026b ca-certificates=2026.2.80 chrony=4.5 NetworkManager=1.46.0
     audit-libs=3.1.2 selinux-policy=38.1.35 lvm2=2.03.23 dracut=057
     device-mapper=1.02.197 rpm-libs=4.16.1.3 dnf=4.14.0 firewalld=1.3.4
     iproute=6.2.0 kmod=28 logrotate=3.18.0 parted=3.5 rsyslog=8.2310.0
     sos=4.7.2 tuned=2.24.0 util-linux=2.37.4 xfsprogs=6.3.0 yum-utils=4.3.0
     nfs-utils=2.5.4 numactl-libs=2.0.16 opencryptoki=3.23.0 pciutils=3.7.0
     procps-ng=3.3.17 crontabs=1.11 ethtool=6.2 gawk=5.1.0 hwdata=0.348
     irqbalance=1.9.2 iptables-libs=1.8.10 smartmontools=7.2 sysstat=12.5.4`,
  ),
};

const DEB: UpdatedPackages = {
  critical: packages(
    `linux-image-generic=5.15.0 openssl=3.0.2 libc6=2.35 openssh-server=8.9p1
     sudo=1.9.9 curl=7.81.0 libexpat1=2.4.7 bind9-libs=9.18.28 apache2-bin=2.4.52
     libnss3=3.68.2 systemd=249.11 smbclient=4.15.13`,
    REBOOT,
  ),
  security: packages(
    `libxml2=2.9.13 python3.10=3.10.12 libkrb5-3=1.19.2 libgnutls30=3.7.3
     libssh-4=0.9.6 libtiff5=4.3.0 perl-base=5.34.0 vim-common=8.2.3995
     zlib1g=1.2.11 libsqlite3-0=3.37.2 tar=1.34 rsync=3.2.7 less=590 git=2.34.1
     libnghttp2-14=1.43.0 libc-ares2=1.18.1 libpq5=14.15 libarchive13=3.6.0
     libpam-modules=1.4.0 policykit-1=0.105 dnsmasq-base=2.90 wget=1.21.2
     libcap2=2.44 libncurses6=6.3 libgcrypt20=1.9.4 libunbound8=1.13.1
     libfreetype6=2.11.1 needrestart=3.5 dbus=1.12.20 intel-microcode=3.20241112`,
    REBOOT,
  ),
  other: packages(
    `tzdata=2026b ca-certificates=20240203 chrony=4.2 netplan.io=0.107.1
     libaudit1=3.0.7 apparmor=3.0.4 lvm2=2.03.11 initramfs-tools=0.140
     dmsetup=1.02.175 dpkg=1.21.1 apt=2.4.13 ufw=0.36.1 iproute2=5.15.0 kmod=29
     logrotate=3.19.0 parted=3.4 rsyslog=8.2112.0 sosreport=4.7.2
     software-properties-common=0.99.22 util-linux=2.37.2 xfsprogs=5.13.0
     update-notifier-common=3.192 nfs-common=2.6.1 libnuma1=2.0.14 mdadm=4.2
     pciutils=3.7.0 procps=3.3.17 cron=3.0pl1 ethtool=5.16 gawk=5.1.0
     hwdata=0.357 irqbalance=1.8.0 iptables=1.8.7 smartmontools=7.2
     snapd=2.66.1`,
  ),
};

/** What of a family's packages gets updates. */
export const UPDATED_PACKAGES: Record<
  Exclude<PatchFamily, 'windows'>,
  UpdatedPackages
> = { deb: DEB, rpm: RPM };

const BASE = `acl adwaita aspell atk attr avahi babel bash basesystem binutils
  boost brotli bzip2 cairo cmake colord coreutils cpio cracklib cups cyrus-sasl
  diffutils dmidecode dosfstools e2fsprogs ed efivar elfutils emacs fonts file
  findutils flac fontconfig fribidi fuse gcc gdbm gdk-pixbuf geolite gettext
  glib gmp gnupg gobject gpgme graphite grep groff gtk gzip harfbuzz hostname
  hunspell icu info inih ipset jansson jbig jq json-c json-glib kbd keyutils
  langpacks lcms ldap libaio libbpf libdrm libedit libev libfdisk libffi libini
  libjpeg libkcapi libmnl libnl libpng libpsl libpwquality librepo libseccomp
  libsigc libsolv libstemmer libtasn1 libtool libusb libuv libverto libxcb lmdb
  lsof lua lz4 lzo mailcap make man-db mpfr mtr nano nettle newt nmap oniguruma
  p11-kit passwd patch pcre pixman pkgconf popt psmisc publicsuffix quota
  readline sed setup shadow slang snappy strace tcl tcpdump time tmux traceroute
  tree unzip usbutils userspace-rcu wayland which words xdg xkeyboard xxhash xz
  yajl zip zstd`
  .trim()
  .split(/\s+/);
const PARTS = [
  '',
  '-libs',
  '-common',
  '-data',
  '-filesystem',
  '-doc',
  '-utils',
];

/** Names of packages that are installed and get no updates, more than any machine has. */
export const BASE_PACKAGES: readonly string[] = PARTS.flatMap(part =>
  BASE.map(name => `${name}${part}`),
);
