#include "confine.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif

void confine_memory(unsigned mib)
{
#ifdef UNDER_ASAN
    (void)mib;
#else
    rlim_t bytes = (rlim_t)mib << 20;
    setrlimit(RLIMIT_AS, &(struct rlimit){bytes, bytes});
#endif
}

enum err confine_syscalls(void)
{
    static const int never[] = {
        SCMP_SYS(execve),        SCMP_SYS(execveat),      SCMP_SYS(ptrace),       SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
        SCMP_SYS(mount),         SCMP_SYS(umount2),       SCMP_SYS(pivot_root),   SCMP_SYS(chroot),           SCMP_SYS(swapon),
        SCMP_SYS(reboot),        SCMP_SYS(kexec_load),    SCMP_SYS(init_module),  SCMP_SYS(finit_module),     SCMP_SYS(delete_module),
        SCMP_SYS(bpf),           SCMP_SYS(perf_event_open), SCMP_SYS(keyctl),     SCMP_SYS(add_key),          SCMP_SYS(request_key),
        SCMP_SYS(userfaultfd),   SCMP_SYS(setuid),        SCMP_SYS(setgid),       SCMP_SYS(setresuid),        SCMP_SYS(setresgid),
        SCMP_SYS(setgroups),     SCMP_SYS(unshare),       SCMP_SYS(setns),        SCMP_SYS(acct),             SCMP_SYS(settimeofday),
        SCMP_SYS(clock_settime), SCMP_SYS(sethostname),   SCMP_SYS(mknod),        SCMP_SYS(mknodat),
    };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return ERR_CONFIG;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return ERR_CONFIG;
    int failed = 0;
    for (size_t i = 0; i < COUNT_OF(never); i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), never[i], 0);
    failed |= seccomp_load(filter);
    seccomp_release(filter);
    if (failed)
        fputs("the kernel refuses the system call filter; is seccomp enabled?\n", stderr);
    return failed ? ERR_CONFIG : ERR_NONE;
}
