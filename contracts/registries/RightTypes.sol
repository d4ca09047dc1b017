// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {Registry} from "../keepers/Registry.sol";
import {Policies} from "../libraries/Policies.sol";
import {Facts} from "../types/Facts.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";

/// @title The rules of {IRightTypes}, where they are stated
contract RightTypes is IRightTypes, AccessManaged, Registry {
    constructor(
        address authority,
        ILedger ledger
    ) AccessManaged(authority) Registry(ledger, "RightTypes", 1) {}

    /// @inheritdoc IRightTypes
    function setPolicy(
        bytes8 code,
        Policy calldata policy,
        Description calldata description
    ) external restricted returns (uint256 version) {
        if (code == 0) revert InvalidCode();
        bool validTerm = policy.minTermMonths != 0 && policy.minTermMonths <= policy.maxTermMonths;
        if (!validTerm || policy.flags & ~PolicyFlags.ALL != 0) revert InvalidPolicy();
        version = Policies.countOf(_LEDGER, code);
        if (version == Policies.MAX_VERSIONS) revert TooManyVersions(code);
        if (version != 0) _requireLater(code, policy.effectiveFrom, version - 1);
        _LEDGER.record(Facts.POLICY, Policies.policyRef(code, version), 0, Policies.packed(policy));
        _LEDGER.record(Facts.POLICY_COUNT, code, bytes32(version), bytes32(version + 1));
        emit PolicySet(code, version, _now(), policy, description);
    }

    /// @inheritdoc IRightTypes
    function setCompetence(bytes8 code, uint32 institution, bool competent) external restricted {
        bool present = Policies.isCompetent(_LEDGER, code, institution);
        if (present == competent) return;
        bytes32 ref = Policies.competenceRef(code, institution);
        _LEDGER.record(Facts.COMPETENCE, ref, _flag(present), _flag(competent));
        emit CompetenceSet(code, institution, _now(), competent);
    }

    /// @inheritdoc IRightTypes
    function policyFor(bytes8 code, uint32 institution) external view returns (Policy memory) {
        return Policies.forAuthority(_LEDGER, code, institution);
    }

    /// @inheritdoc IRightTypes
    function policyAt(bytes8 code, uint256 time) external view returns (Policy memory) {
        return Policies.inEffect(_LEDGER, code, time);
    }

    function _requireLater(bytes8 code, uint40 effectiveFrom, uint256 last) private view {
        uint40 previous = Policies.versionOf(_LEDGER, code, last).effectiveFrom;
        if (effectiveFrom <= previous) revert NotAfter(effectiveFrom, previous);
        if (effectiveFrom < block.timestamp) revert Backdated(effectiveFrom);
    }

    function _flag(bool on) private pure returns (bytes32) {
        return bytes32(uint256(on ? 1 : 0));
    }
}
