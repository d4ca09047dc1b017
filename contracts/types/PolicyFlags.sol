// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice The flags of a right type's policy.
library PolicyFlags {
    /// @notice The quantity is per year (water, discharge, energy), not a stock (allowances).
    uint16 internal constant FLOW = 1;
    /// @notice Security interests may be registered on it.
    uint16 internal constant PLEDGEABLE = 2;
    /// @notice Only what was paid for may be pledged (有偿取得).
    uint16 internal constant PAID_ONLY = 4;
    /// @notice A registration needs the grantor's signed consent.
    uint16 internal constant CONSENT = 8;
    /// @notice A vintage or compliance year is mandatory.
    uint16 internal constant VINTAGE = 16;
    /// @notice Units carry serial numbers; the blocks must add up to the quantity.
    uint16 internal constant SERIALISED = 32;
    /// @notice A transfer needs the approval of the authority that granted the right (批准转让).
    uint16 internal constant APPROVAL = 64;
    /// @notice An interest must also stand in the unified movable-property register (中登网).
    uint16 internal constant UNIFIED_LEG = 128;
    /// @notice An interest must also stand in the register of the authority's or exchange's platform (双登记).
    uint16 internal constant PLATFORM_LEG = 256;
    /// @notice The law gives an interest effect against third parties once every required register has it (对抗第三人效力).
    uint16 internal constant THIRD_PARTY = 512;
    /// @notice The platform freezes pledged units; where this is not set the law gives no freeze.
    uint16 internal constant FREEZE = 1024;

    uint16 internal constant ALL = 2047;

    function has(uint16 flags, uint16 flag) internal pure returns (bool) {
        return flags & flag != 0;
    }
}
