// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What an institution is admitted as. A bit mask, because one institution may have several capacities.
library Capacities {
    /// @notice 登记机关: confirms rights.
    uint16 internal constant AUTHORITY = 1;
    /// @notice 担保权人: registers and ends security interests.
    uint16 internal constant SECURED_PARTY = 2;
    /// @notice 权利人: holds rights and consents to their encumbrance.
    uint16 internal constant HOLDER = 4;
    /// @notice 发行人 of green bonds.
    uint16 internal constant ISSUER = 8;
    /// @notice 评估认证机构: attests to use of proceeds.
    uint16 internal constant REVIEWER = 16;
    /// @notice 人民法院 and other organs that restrict rights.
    uint16 internal constant COURT = 32;
    /// @notice 监管机构: reads everything, writes nothing.
    uint16 internal constant SUPERVISOR = 64;
    /// @notice 投资者: searches, writes nothing.
    uint16 internal constant INVESTOR = 128;

    /// @notice Capacities that write, hence may enter a party in the register.
    uint16 internal constant WRITING = AUTHORITY | SECURED_PARTY | HOLDER | ISSUER | COURT;
    /// @notice Every bit that has a meaning.
    uint16 internal constant ALL = 255;
}

/// @notice What one key of an institution may do. A bit mask only where several duties are acceptable; a key has exactly one.
library Duties {
    /// @notice 经办: prepares and sends.
    uint8 internal constant MAKER = 1;
    /// @notice 复核: approves what a maker of the same institution prepared.
    uint8 internal constant CHECKER = 2;
    /// @notice 审计: reads only.
    uint8 internal constant AUDITOR = 4;
}
