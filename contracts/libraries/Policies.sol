// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {Facts} from "../types/Facts.sol";

/// @title The facts about right types: policies by version, and who confirms
/// @notice POLICY: effectiveFrom 40 | flags 16 | minTermMonths 16 | maxTermMonths 16, least significant last. Twin: domain/state/facts.ts.
library Policies {
    /// @notice Bounds the walk back from a policy that is announced but not yet in effect.
    uint256 internal constant MAX_VERSIONS = 64;

    /// @notice The policy that is in effect at `time` (unix seconds); {UnknownType} if there is none.
    /// @dev Bounded by {MAX_VERSIONS}.
    function inEffect(
        ILedger ledger,
        bytes8 code,
        uint256 time
    ) internal view returns (IRightTypes.Policy memory policy) {
        for (uint256 i = countOf(ledger, code); i > 0; --i) {
            policy = versionOf(ledger, code, i - 1);
            if (policy.effectiveFrom <= time) return policy;
        }
        revert IRightTypes.UnknownType(code);
    }

    /// @notice The policy in effect now, if the institution confirms rights of the type; {NotCompetent} otherwise.
    function forAuthority(
        ILedger ledger,
        bytes8 code,
        uint32 institution
    ) internal view returns (IRightTypes.Policy memory) {
        if (!isCompetent(ledger, code, institution)) revert IRightTypes.NotCompetent(code, institution);
        return inEffect(ledger, code, block.timestamp);
    }

    function countOf(ILedger ledger, bytes8 code) internal view returns (uint256) {
        return uint256(ledger.fact(Facts.POLICY_COUNT, code));
    }

    function isCompetent(ILedger ledger, bytes8 code, uint32 institution) internal view returns (bool) {
        return ledger.fact(Facts.COMPETENCE, competenceRef(code, institution)) != 0;
    }

    /// @param version from 0
    function versionOf(
        ILedger ledger,
        bytes8 code,
        uint256 version
    ) internal view returns (IRightTypes.Policy memory policy) {
        bytes32 ref = policyRef(code, version);
        uint256 content = Facts.unpacked(Facts.POLICY, ref, ledger.fact(Facts.POLICY, ref));
        // Each cast takes one field of the layout.
        policy.effectiveFrom = uint40(content >> 48);
        policy.flags = uint16(content >> 32);
        policy.minTermMonths = uint16(content >> 16);
        policy.maxTermMonths = uint16(content);
    }

    /* LAYOUT */

    function packed(IRightTypes.Policy calldata policy) internal pure returns (bytes32) {
        return
            Facts.packed(
                (uint256(policy.effectiveFrom) << 48) |
                    (uint256(policy.flags) << 32) |
                    (uint256(policy.minTermMonths) << 16) |
                    policy.maxTermMonths
            );
    }

    function policyRef(bytes8 code, uint256 version) internal pure returns (bytes32) {
        return Facts.pair(code, bytes32(version));
    }

    function competenceRef(bytes8 code, uint32 institution) internal pure returns (bytes32) {
        return Facts.pair(code, bytes32(uint256(institution)));
    }
}
